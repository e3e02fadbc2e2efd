namespace Quickstart;

/// <summary>A new folder beside the database, removed at the end.</summary>
/// <param name="database">The database.</param>
/// <param name="content">What the folder is for; a part of its name.</param>
internal sealed class SideFolder(SampleDatabase database, string content) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateDirectory($"{database.Path}-{content}-{Guid.NewGuid():N}");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
