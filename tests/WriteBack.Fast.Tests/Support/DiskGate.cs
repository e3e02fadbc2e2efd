namespace WriteBack.Fast.Tests;

/// <summary>Holds up whoever asks a disk for an operation of some kind, until it may go on.</summary>
internal sealed class DiskGate : IDisposable
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _opened = new();

    public DiskGate(MemoryDisk disk, DiskOperation kind) => disk.Before = (_, next) =>
    {
        if (next != kind)
            return;
        _reached.TrySetResult();
        _opened.Task.GetAwaiter().GetResult();
    };

    /// <summary>Completes when somebody waits there.</summary>
    public Task Reached => _reached.Task;

    /// <summary>Lets everybody pass from now on.</summary>
    public void Open() => _opened.TrySetResult();

    /// <summary>Opens it, so that a test that fails comes to its end.</summary>
    public void Dispose() => Open();
}
