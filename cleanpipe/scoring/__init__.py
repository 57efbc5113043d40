"""What is known about words, joints, sentences and languages, and the models that weigh it. Knows no rules."""
