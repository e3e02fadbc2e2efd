namespace WriteBack.Fast.LogInspect.Reading;

// Opened well before they are read: a file that is open can be read to its end even if it is trimmed meanwhile, so what
// is shown is the log as it was at one time.

/// <summary>The files of segments, to read and in nobody's way.</summary>
internal sealed class SegmentFiles(string folder, long[] numbers) : IDisposable
{
    private const int MostOpen = 500;

    private readonly Queue<ISegmentFile?> _ahead = [];
    private int _opened;

    /// <summary>Gives the next file to who reads and closes it.</summary>
    /// <returns>Null when it was gone before it could be opened.</returns>
    public ISegmentFile? Next()
    {
        for (; _opened < numbers.Length && _ahead.Count < MostOpen; _opened++)
            _ahead.Enqueue(Open(numbers[_opened]));
        return _ahead.Dequeue();
    }

    public void Dispose()
    {
        foreach (var file in _ahead)
            file?.Dispose();
    }

    private SegmentFile? Open(long number)
    {
        try
        {
            string path = Path.Combine(folder, SegmentFormat.Log.Names.Of(number));
            return new SegmentFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }
}
