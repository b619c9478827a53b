using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>Makes lines of bytes. Longer ones are cut into several, so that an endless one takes no memory.</summary>
internal sealed class LineCutter(Action<string> found)
{
    public const int MaxLine = 16 * 1024;

    private readonly Lock _sync = new();
    private readonly byte[] _line = new byte[MaxLine];
    private int _length;
    private bool _continues;

    /// <summary>What has come of a line that has not ended.</summary>
    public string Unfinished
    {
        get
        {
            lock (_sync)
            {
                return Encoding.UTF8.GetString(_line, 0, _length);
            }
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        lock (_sync)
        {
            while (bytes.Length > 0)
            {
                var end = bytes.IndexOf((byte)'\n');
                var part = bytes[..Math.Min(end < 0 ? bytes.Length : end, MaxLine - _length)];
                part.CopyTo(_line.AsSpan(_length));
                _length += part.Length;
                bytes = bytes[part.Length..];
                if (bytes.Length > 0 && bytes[0] == '\n')
                {
                    bytes = bytes[1..];
                    EndLine();
                }
                else if (_length == MaxLine)
                {
                    Cut();
                }
            }
        }
    }

    /// <summary>Gives what is left at the end.</summary>
    public void End()
    {
        lock (_sync)
        {
            if (_length > 0)
            {
                EndLine();
            }
        }
    }

    private void EndLine()
    {
        var length = _length > 0 && _line[_length - 1] == '\r' ? _length - 1 : _length;

        // The end of a line whose pieces have all been given is no empty line.
        if (length > 0 || !_continues)
        {
            found(Encoding.UTF8.GetString(_line, 0, length));
        }

        (_length, _continues) = (0, false);
    }

    private void Cut()
    {
        // Not within a character.
        var length = _length;
        while (length > _length - 4 && (_line[length - 1] & 0xC0) == 0x80)
        {
            length--;
        }

        length = (_line[length - 1] & 0xC0) == 0xC0 ? length - 1 : _length;
        found(Encoding.UTF8.GetString(_line, 0, length));
        _line.AsSpan(length, _length - length).CopyTo(_line);
        (_length, _continues) = (_length - length, true);
    }
}
