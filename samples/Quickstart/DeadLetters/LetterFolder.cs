namespace Quickstart.DeadLetters;

/// <summary>A new folder beside the database, removed at the end.</summary>
internal sealed class LetterFolder(SampleDatabase database) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"{database.Path}-letters-{Guid.NewGuid():N}");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
