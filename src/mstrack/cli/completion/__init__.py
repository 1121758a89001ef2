"""What a shell is offered at Tab."""
