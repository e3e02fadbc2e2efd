namespace WriteBack.Fast.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("writeback").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
