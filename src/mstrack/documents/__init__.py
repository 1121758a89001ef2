"""What leaders see: Chinese official documents, each a report made from one snapshot."""
