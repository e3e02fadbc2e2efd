namespace WriteBack.Fast.Tests;

/// <summary>Passes on what a log tells its listener, on the log's thread.</summary>
internal sealed class LogEvents : ILogListener
{
    public event Action? SpaceMade;

    public event Action? SegmentsChanged;

    public event Action? Faulted;

    public void OnSpaceMade() => SpaceMade?.Invoke();

    public void OnSegmentsChanged() => SegmentsChanged?.Invoke();

    public void OnFaulted() => Faulted?.Invoke();
}
