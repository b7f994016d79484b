"""Are the figures honest: followers, likes, shares, dates?"""
