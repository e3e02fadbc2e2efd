namespace WriteBack.Fast.Tools.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("writeback").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
