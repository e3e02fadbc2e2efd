namespace WriteBack.Fast.Tests.IO;

/// <summary>The files and the folder of a log on a real disk.</summary>
public sealed class SegmentFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void As_much_is_read_as_there_is()
    {
        using var folder = SegmentDirectory.Lock(_folder.Path);
        using var file = folder.Create("file");
        file.Write("0123456789"u8, 0);
        byte[] buffer = new byte[8];
        Assert.Equal(8, file.Read(buffer, 1));
        Assert.Equal("12345678"u8, buffer);
        Assert.Equal(3, file.Read(buffer, 7));
        Assert.Equal("78945678"u8, buffer);
        Assert.Equal(0, file.Read(buffer, 10));
        Assert.Equal(0, file.Read(buffer, 100));
        Assert.Equal(0, file.Read([], 0));
        Assert.Equal(10, file.Length);
        file.SetLength(4);
        Assert.Equal(4, file.Read(buffer, 0));
    }

    [Fact]
    public void Files_are_made_renamed_and_deleted_under_their_names()
    {
        using var folder = SegmentDirectory.Lock(_folder.Path);
        using (var file = folder.Create("a"))
            file.Write("old"u8, 0);
        using (var file = folder.Create("a"))
            Assert.Equal(0, file.Length);
        folder.Rename("a", "b");
        folder.Create("c").Dispose();
        Assert.Equal(["b", "c", SegmentDirectory.LockName], folder.Files().Order(StringComparer.Ordinal));
        folder.Delete("c");
        folder.Sync();
        Assert.Equal(["b", SegmentDirectory.LockName], folder.Files().Order(StringComparer.Ordinal));
        Assert.Throws<FileNotFoundException>(() => folder.Open("c"));
        Assert.Equal(_folder.Path, folder.Path);
    }

    [Fact]
    public void A_folder_is_made_with_those_above_it_and_has_one_user_at_a_time()
    {
        string path = Path.Combine(_folder.Path, "one", "two", "three");
        using (Open(path))
        {
            var refusal = Assert.Throws<WriteAheadLogException>(() => Open(path));
            Assert.IsType<IOException>(refusal.InnerException, exactMatch: false);
            Assert.Contains($"'{path}' cannot be opened", refusal.Message, StringComparison.Ordinal);
        }

        using var again = Open(path);
        Assert.Equal([SegmentDirectory.LockName], again.Files());
    }

    [Fact]
    public void A_path_that_can_be_no_folder_is_refused_by_name()
    {
        string file = Path.Combine(_folder.Path, "file");
        File.WriteAllText(file, "not a folder");
        var refusal = Assert.Throws<WriteAheadLogException>(() => Open(Path.Combine(file, "log")));
        Assert.Contains(file, refusal.Message, StringComparison.Ordinal);
    }

    private static ISegmentDirectory Open(string path) => LogDirectory.Open(new WriteAheadLogOptions(), path);
}
