using System.Diagnostics;
using System.Globalization;
using Quickstart;
using Quickstart.Durability;
using Quickstart.Verification;

namespace WriteBack.Fast.Samples.Tests;

public sealed class DurabilityTests : IDisposable
{
    private const int Receipts = 300;

    private static readonly WalletKey Key = new(3);

    private readonly TemporaryFolder _folder = new();
    private readonly SampleDatabase _database;
    private readonly string _log;
    private readonly ReceiptBook _book = new();

    public DurabilityTests() => (_database, _log) = (SampleDatabase.Create(_folder.PathOf("some.db")), _folder.PathOf("log"));

    [Fact]
    public async Task A_process_is_killed_twice_and_SQLite_ends_with_all_that_was_acknowledged()
    {
        var run = await Run.OfAsync(_database, static (database, report) => DurabilityPart.RunAsync(database, report, kills: 2));

        Assert.Equal(("", 0), (run.Error, run.ExitCode));
        Assert.Equal("2", run.Figure("Times that the process was killed"));
        Assert.Equal("0", run.Figure("Payments lost"));
        long acknowledged = Number(run.Figure("Payments acknowledged"));
        long others = Number(run.Figure("Payments found that were not acknowledged yet"));
        long payments = Rows().Sum(static row => row.Value.Payments);
        Assert.InRange(acknowledged, 4_000, long.MaxValue);
        Assert.Equal(payments, acknowledged + others);
        Assert.InRange(Number(run.Figure("Payments that only the log had").Split(' ')[0]), 0, payments);
        Assert.Contains("the 100 rows of the table wallet are what was written", run.Output, StringComparison.Ordinal);
        Assert.Equal([_database.Path], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_database.Path)!));
    }

    [Fact]
    public async Task A_process_that_ends_before_it_is_killed_is_told()
    {
        using var process = PayingProcess.Start(_database, _log);
        await process.KillAsync(_book, Receipts);

        var mismatch = await Assert.ThrowsAsync<MismatchException>(() => process.KillAsync(_book, Receipts));

        Assert.Matches("^The paying process ended with exit code -?[0-9]+ after 0 receipts of 300.$", mismatch.Message);
    }

    [Fact]
    public async Task A_receipt_of_a_payment_that_was_never_made_is_told()
    {
        await KillAsync();
        await Recovery.VerifyAsync(_database, _log, _book);
        _book.Add(new Receipt(Key, Rows()[Key].Payments + 1));

        var mismatch = await Assert.ThrowsAsync<MismatchException>(() => Recovery.VerifyAsync(_database, _log, _book));

        Assert.StartsWith($"{Key} has {Rows()[Key]}, but its receipts are those of ", mismatch.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Payments_that_neither_log_nor_SQLite_has_any_more_are_told()
    {
        await KillAsync();
        Directory.Delete(_log, recursive: true);
        Execute("DELETE FROM wallet");

        await Assert.ThrowsAsync<MismatchException>(() => Recovery.VerifyAsync(_database, _log, _book));
    }

    [Fact]
    public async Task What_only_the_log_has_is_counted_and_stored()
    {
        await LogAsync(default(Wallet).AfterNextPayment(Key));
        _book.Add(new Receipt(Key, 1));

        Assert.Equal(new Recovery(FromLog: 1, WithoutReceipt: 0, Rows: 1), await Recovery.VerifyAsync(_database, _log, _book));
        Assert.Equal(default(Wallet).AfterNextPayment(Key), Rows()[Key]);
    }

    [Fact]
    public async Task A_log_that_is_behind_SQLite_is_told()
    {
        var logged = default(Wallet).AfterNextPayment(Key);
        await LogAsync(logged);
        _book.Add(new Receipt(Key, 1));
        Execute("INSERT INTO wallet(wallet_id, payments, balance) VALUES(3, 2, 50)");

        var mismatch = await Assert.ThrowsAsync<MismatchException>(() => Recovery.VerifyAsync(_database, _log, _book));

        Assert.Equal($"The log has {logged} for {Key}, which is older than {new Wallet(2, 50)} in SQLite.", mismatch.Message);
    }

    [Fact]
    public async Task The_paying_process_ends_when_its_input_does_and_leaves_nothing_to_the_log()
    {
        string[] command = [.. OwnProgram.Command(), PayingCommand.Name, _database.ConnectionString, _log];
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        while (_book.Count < Receipts)
            _book.Add(Receipt.Parse((await process.StandardOutput.ReadLineAsync())!));
        process.StandardInput.Close();
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            _book.Add(Receipt.Parse(line));
        await process.WaitForExitAsync();

        Assert.Equal(0, process.ExitCode);
        Assert.Equal(new Recovery(FromLog: 0, WithoutReceipt: 0, Rows: 100), await Recovery.VerifyAsync(_database, _log, _book));
        Assert.Equal(_book.Count, Rows().Sum(static row => row.Value.Payments));
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static long Number(string text) => long.Parse(text, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    private async Task KillAsync()
    {
        using var process = PayingProcess.Start(_database, _log);
        await process.KillAsync(_book, Receipts);
    }

    /// <summary>Leaves a wallet that only the log has.</summary>
    private async Task LogAsync(Wallet wallet)
    {
        await using var store = SqliteStore.Create(_database.ConnectionString, WalletCache.Schema);
        var paused = new FaultInjectingStore<WalletKey, Wallet>(store);
        paused.Pause();
        await using var cache = await WalletCache.OpenAsync(paused, new WriteBackOptions { Log = new() { Directory = _log } });
        await cache.SetAsync(Key, wallet, WriteDurability.Logged);
        Assert.Equal(1, (await cache.CloseAsync(new CancellationToken(canceled: true))).Logged);
    }

    private Dictionary<WalletKey, Wallet> Rows()
    {
        using var connection = _database.Connect();
        return WalletTable.Read(connection).ToDictionary();
    }

    private void Execute(string sql)
    {
        using var connection = _database.Connect();
        connection.Execute(sql);
    }
}
