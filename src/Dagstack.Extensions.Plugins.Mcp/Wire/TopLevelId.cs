using System.Text;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Finds the <c>id</c> of a message that cannot be read as one: too long, cut off, too deep, or not UTF-8.</summary>
/// <remarks>
/// It is fed piece by piece, keeps a few bytes, and looks at the outermost object only: an id inside of a payload is none. Without it,
/// the call whose answer that was would wait for its time-out.
/// </remarks>
internal sealed class TopLevelId
{
    private const int Longest = 64;

    private readonly StringBuilder _token = new();
    private int _depth;
    private bool _inText;
    private bool _escaped;
    private bool _overlong;
    private bool _isValue;
    private bool _isIdValue;

    /// <summary>Gets the id, if it is a text and was found: ids of this side are texts.</summary>
    public string? Id { get; private set; }

    /// <summary>Gets whether it is a request or a notification: its id, if it has one, is not of this side.</summary>
    public bool HasMethod { get; private set; }

    /// <summary>Gets whether there is an id, of whatever kind.</summary>
    public bool HasId { get; private set; }

    /// <summary>Gets whether it says its version, as messages do and other objects do not.</summary>
    public bool HasVersion { get; private set; }

    /// <summary>Gets whether it looks at the first object only, and at nothing behind it.</summary>
    public bool StopsAtEnd { get; init; }

    /// <summary>Gets whether that object is at its end.</summary>
    public bool IsAtEnd { get; private set; }

    /// <summary>Finds the id of an answer in a whole line.</summary>
    public static string? Find(ReadOnlySpan<byte> line)
    {
        var search = new TopLevelId();
        search.Add(line);
        return search.HasMethod ? null : search.Id;
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length && !IsAtEnd; i++)
        {
            if (_inText)
            {
                i += ReadText(bytes[i..]) - 1;
                continue;
            }

            switch (bytes[i])
            {
                case (byte)'"':
                    _inText = true;
                    _overlong = false;
                    _token.Clear();
                    break;
                case (byte)'{' or (byte)'[':
                    _depth++;
                    break;
                case (byte)'}' or (byte)']':
                    _depth--;
                    IsAtEnd = StopsAtEnd && _depth == 0;
                    break;
                case (byte)':' when _depth == 1:
                    _isValue = true;
                    _isIdValue = !_overlong && _token.Equals("id");
                    HasId |= _isIdValue;
                    HasMethod |= !_overlong && _token.Equals("method");
                    HasVersion |= !_overlong && _token.Equals("jsonrpc");
                    break;
                case (byte)',' when _depth == 1:
                    _isValue = _isIdValue = false;
                    break;
            }
        }
    }

    /// <summary>Reads on in a text.</summary>
    /// <returns>How many bytes were read: one at least.</returns>
    private int ReadText(ReadOnlySpan<byte> bytes)
    {
        if (_escaped)
        {
            _escaped = false;
            _overlong = true;
            return 1;
        }

        var length = bytes.IndexOfAny((byte)'"', (byte)'\\');
        var text = length < 0 ? bytes : bytes[..length];
        if (_depth == 1 && !_overlong)
        {
            _overlong = _token.Length + text.Length > Longest;
            if (!_overlong)
            {
                _token.Append(Encoding.Latin1.GetString(text));
            }
        }

        if (length < 0)
        {
            return bytes.Length;
        }

        if (bytes[length] == (byte)'\\')
        {
            _escaped = true;
        }
        else
        {
            _inText = false;
            if (_depth == 1 && _isValue && _isIdValue && !_overlong)
            {
                Id ??= _token.ToString();
            }
        }

        return length + 1;
    }
}
