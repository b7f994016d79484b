"""Can people reach the office, and does it answer?"""
