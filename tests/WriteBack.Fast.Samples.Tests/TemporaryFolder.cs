namespace WriteBack.Fast.Samples.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public async Task<string> WriteAsync(string name, params string[] lines)
    {
        await File.WriteAllLinesAsync(PathOf(name), lines, TestContext.Current.CancellationToken);
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
