"""What leaders see: Chinese official documents, each a Report made from one dossier, whatever the interface speaks."""
