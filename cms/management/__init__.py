"""Commands, and the two helpers of `serve`. Commands are thin: parse, call one service, print."""
