namespace WriteBack.Fast;

/// <summary>A cache of a host, whatever its types.</summary>
internal interface IHostedCache
{
    /// <summary>The cache's name.</summary>
    string Name { get; }

    /// <summary>The figures of its health; null while it is not open.</summary>
    CacheHealth? Health { get; }

    /// <summary>Opens it.</summary>
    Task OpenAsync(CancellationToken ct);

    /// <summary>Drains and closes it, and disposes of its store.</summary>
    /// <param name="ct">Ends the draining.</param>
    Task CloseAsync(CancellationToken ct);
}
