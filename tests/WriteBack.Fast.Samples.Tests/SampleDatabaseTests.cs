using Quickstart;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public class SampleDatabaseTests
{
    [Fact]
    public void A_temporary_database_is_removed_with_its_folder()
    {
        string folder;
        using (var database = SampleDatabase.Create(path: null))
        {
            folder = Path.GetDirectoryName(database.Path)!;
            using var connection = database.Connect();
            connection.Execute("CREATE TABLE some(id INTEGER)");
            Assert.True(File.Exists(database.Path));
        }

        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_folder_that_is_missing_is_told()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf(Path.Combine("missing", "some.db"));

        Assert.StartsWith(
            $"The database {path} cannot be created:",
            Assert.Throws<InputException>(() => SampleDatabase.Create(path)).Message, StringComparison.Ordinal);
    }
}
