namespace WriteBack.Fast.Tests;

[WriteBackCache<PlayerKey, MovedState>]
internal sealed partial class MovedPlayerCache;
