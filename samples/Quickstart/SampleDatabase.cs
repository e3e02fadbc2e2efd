using Microsoft.Data.Sqlite;

namespace Quickstart;

/// <summary>The SQLite file of this run: named by the user and kept, else temporary and removed at the end.</summary>
internal sealed class SampleDatabase : IDisposable
{
    private readonly DirectoryInfo? _temporary;

    private SampleDatabase(string path, DirectoryInfo? temporary)
    {
        _temporary = temporary;
        Path = path;
        // Without pooling a disposed connection has let go of the file, so that it can be removed.
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString;
    }

    public string Path { get; }

    public string ConnectionString { get; }

    /// <exception cref="InputException">The file exists, or cannot be made.</exception>
    public static SampleDatabase Create(string? path)
    {
        if (path is null)
        {
            var folder = Directory.CreateTempSubdirectory("quickstart-");
            return new SampleDatabase(System.IO.Path.Combine(folder.FullName, "quickstart.db"), folder);
        }

        try
        {
            // An empty file is an empty database. One that exists is the user's, and left alone.
            File.Open(path, FileMode.CreateNew).Dispose();
            return new SampleDatabase(System.IO.Path.GetFullPath(path), temporary: null);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"The database {path} cannot be created: {exception.Message}", exception);
        }
    }

    /// <summary>Opens a connection of plain ADO.NET, apart from those of the store.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        return connection;
    }

    public void Dispose() => _temporary?.Delete(recursive: true);
}
