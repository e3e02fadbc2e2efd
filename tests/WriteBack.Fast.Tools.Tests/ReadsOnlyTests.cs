namespace WriteBack.Fast.Tools.Tests;

public sealed class ReadsOnlyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Nothing_in_the_folder_is_changed_whatever_is_found()
    {
        string log = await Items.LeaveAsync(_folder.Path, Write.Many);
        await File.WriteAllTextAsync(Path.Combine(log, "0000000009.log.new"), "never completed");
        var last = SegmentBytes.LastOf(log);
        byte[] bytes = last.Bytes;
        bytes[^1] = 1;
        last.Bytes = bytes;
        foreach (var file in new DirectoryInfo(log).EnumerateFiles())
            file.LastWriteTimeUtc = new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        Directory.SetLastWriteTimeUtc(log, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        await AssertChangesNothingAsync(expectedExitCode: 0);
        new SegmentBytes(log, 2).Spoil(300);
        await AssertChangesNothingAsync(expectedExitCode: 1);
    }

    private async Task AssertChangesNothingAsync(int expectedExitCode)
    {
        string[] before = Snapshot();
        Assert.Equal(expectedExitCode, (await Run.OfAsync(_folder.Path)).ExitCode);
        Assert.Equal(expectedExitCode, (await Run.OfAsync(_folder.Path, "--json")).ExitCode);
        Assert.Equal(before, Snapshot());
    }

    private string[] Snapshot() =>
    [
        .. new DirectoryInfo(_folder.Path).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .OrderBy(static entry => entry.FullName, StringComparer.Ordinal)
            .Select(static entry => $"{entry.FullName} {entry.LastWriteTimeUtc:O} {(entry is FileInfo file ? ContentOf(file) : "")}"),
    ];

    private static string ContentOf(FileInfo file) => $"{file.Length} {Convert.ToHexString(File.ReadAllBytes(file.FullName))}";
}
