using Microsoft.Extensions.Hosting;

namespace WriteBack.Fast;

// A host calls StartingAsync of all its services, then StartAsync of all, of which the web server's begins to listen; and when it
// stops StopAsync of all, of which the web server's waits for the last request, then StoppedAsync of all. So a cache that opens in
// the first and closes in the last is open for whatever runs in between, in whatever order services were added, also where they
// start or stop at the same time. Hosted services are made before any of that: the cache is opened for the first that has it injected.

/// <summary>Opens a cache before anything of the host runs, and closes it when nothing does any more.</summary>
internal sealed class CacheLifetime(IHostedCache cache) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => cache.OpenAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The host's token may be cancelled by now, since its time runs for all services together. The cache has a time of its own.
    public Task StoppedAsync(CancellationToken cancellationToken) => cache.CloseAsync();
}
