using System.Text;

namespace WriteBack.Fast.Generators.Emission;

/// <summary>Writes indented lines of C#.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _gap;

    /// <summary>Writes each line of the text at the current depth.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Split('\n'))
            Line(line);
    }

    /// <summary>Writes one line at the current depth.</summary>
    public void Line(string line)
    {
        if (_gap && line.Length > 0)
            _text.Append('\n');
        _gap = line.Length == 0;
        if (!_gap)
            _text.Append(' ', _depth * 4).Append(line).Append('\n');
    }

    /// <summary>Asks for an empty line before the next one, unless a block ends there.</summary>
    public void Gap() => _gap = true;

    /// <summary>Begins a block; disposing what it returns ends it.</summary>
    public Block Open(string header)
    {
        Lines(header);
        Line("{");
        _depth++;
        return new Block(this);
    }

    public override string ToString() => _text.ToString();

    private void Close()
    {
        _gap = false;
        _depth--;
        Line("}");
    }

    /// <summary>An open block.</summary>
    public readonly struct Block(CodeWriter writer) : IDisposable
    {
        public void Dispose() => writer.Close();
    }
}
