namespace Quickstart.Trace;

/// <summary>One line of a trace.</summary>
internal readonly record struct TraceOperation(long Line, bool IsWrite, TraceKey Key);

/// <summary>A trace: a line is <c>r,key</c> or <c>w,key</c>, and all that follows the first comma is the key.</summary>
internal sealed class TraceFile(TextReader lines, string path) : IDisposable
{
    /// <summary>The name to give in errors.</summary>
    public string Path => path;

    /// <exception cref="InputException">The file cannot be read.</exception>
    public static TraceFile Open(string path)
    {
        try
        {
            return new TraceFile(File.OpenText(path), path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new InputException($"The trace {path} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the trace once, line by line.</summary>
    /// <exception cref="InputException">A line is not of that form.</exception>
    public IEnumerable<TraceOperation> Read()
    {
        for (long line = 1; lines.ReadLine() is { } text; line++)
        {
            if (text is not ['r' or 'w', ',', _, ..])
                throw new InputException($"{path}, line {line}: '{text}' is not of the form 'r,key' or 'w,key'.");
            yield return new TraceOperation(line, text[0] == 'w', new TraceKey(text[2..]));
        }
    }

    public void Dispose() => lines.Dispose();
}
