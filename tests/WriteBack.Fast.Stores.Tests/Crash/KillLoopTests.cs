using Microsoft.Data.Sqlite;

namespace WriteBack.Fast.Tests.Crash;

/// <summary>A process that writes is killed again and again, and each that follows has to find what was acknowledged.</summary>
public sealed class KillLoopTests(ITestOutputHelper output)
{
    private const int Lanes = 2;
    private const int DefaultRounds = 200;
    private const int RoundsPerClose = 20;

    private static readonly int Rounds =
        int.TryParse(Environment.GetEnvironmentVariable("WRITEBACK_KILL_ROUNDS"), out int rounds) ? rounds : DefaultRounds;

    [Fact]
    public async Task Nothing_acknowledged_is_lost_and_nothing_is_invented_however_often_the_process_is_killed()
    {
        var oracles = await Task.WhenAll(Enumerable.Range(0, Lanes).Select(static lane => Task.Run(() => RunAsync(lane))));
        output.WriteLine(
            $"{Rounds} rounds: {oracles.Sum(static oracle => oracle.Acknowledgements)} writes acknowledged, "
            + $"{oracles.Sum(static oracle => oracle.States)} states seen, "
            + $"{oracles.Sum(static oracle => oracle.Unacknowledged)} of them of a write that was not acknowledged yet");
        Assert.All(oracles, static oracle => Assert.True(oracle.Acknowledgements > 0 && oracle.States > Keys.Count));
    }

    private static async Task<Oracle> RunAsync(int lane)
    {
        var folder = Directory.CreateTempSubdirectory("writeback-kill-");
        var oracle = new Oracle();
        for (int round = lane + 1; round <= Rounds; round += Lanes)
        {
            bool isLast = round + Lanes > Rounds;
            try
            {
                var shutdownTimeout = TimeSpan.FromMilliseconds(isLast ? 60_000 : 1);
                await RunAsync(folder.FullName, round, isToClose: isLast || round / Lanes % RoundsPerClose == 0, shutdownTimeout, oracle);
                if (isLast)
                    SeeTable(folder.FullName, oracle);
            }
            catch (Exception exception)
            {
                // The folder stays, to be looked at.
                throw new InvalidOperationException($"In round {round}, in '{folder.FullName}': {exception.Message}", exception);
            }
        }

        folder.Delete(recursive: true);
        return oracle;
    }

    private static async Task RunAsync(string folder, int round, bool isToClose, TimeSpan shutdownTimeout, Oracle oracle)
    {
        await using var target = TargetProcess.Start([], "write", folder, $"{round}", $"{shutdownTimeout.TotalMilliseconds}");
        var moment = KillMoment.Draw(new Random(round), isToClose);
        if (moment.After is { } after)
            _ = KillAfterAsync(target, after);
        bool isOver = false;
        int messages = 0;
        (long Abandoned, int Logged)? closed = null;
        await foreach (var message in target.Messages.ReadAllAsync())
        {
            oracle.Hear(message);
            if (message.Kind == MessageKind.Closed)
                closed = (message.Number, message.Key);
            isOver |= message.Kind == MessageKind.Opened;
            if (++messages == moment.Message)
                (isToClose ? (Action)target.EndInput : target.Kill)();
        }

        var (code, errors) = await target.WaitAsync();
        if (isToClose)
            Assert.True(isOver && code == 0 && closed is { Abandoned: 0 }, $"It ended with {code}, {closed}: {errors}");
        else
            Assert.True(errors.Length == 0, errors);
    }

    private static async Task KillAfterAsync(TargetProcess target, TimeSpan time)
    {
        // Not to wait for something: the time is what is drawn.
        await Task.Delay(time);
        target.Kill();
    }

    /// <summary>After the last close, with all the time that it needs, the table alone has to have everything.</summary>
    private static void SeeTable(string folder, Oracle oracle)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "numbered.db")};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT * FROM numbered";
        using var reader = command.ExecuteReader();
        var states = new long[Keys.Count];
        while (reader.Read())
        {
            int key = reader.GetInt32(0);
            Assert.Equal(Numbered.Of(key, reader.GetInt64(1)), new Numbered(reader.GetInt64(1), reader.GetInt64(2), reader.GetString(3)));
            states[key] = reader.GetInt64(1);
        }

        for (int key = 0; key < states.Length; key++)
            oracle.See(key, states[key]);
    }
}
