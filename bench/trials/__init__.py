"""How well findings are found: releases in which we know the truth, and real history in which the next year tells it."""
