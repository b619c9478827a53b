using System.Buffers;
using System.Runtime.CompilerServices;

namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Reads lines of bytes. It holds one line at most, and one that is over the limit not at all.</summary>
/// <remarks>
/// A line that is too long is skipped up to its end, and reading goes on: the end of a line is the only mark that the protocol has, and JSON
/// has no bare one inside. So the next message is as good as any, and only the call whose answer was too long fails.
/// </remarks>
internal sealed class LineReader(Stream stream, int maxLength) : IDisposable
{
    private const int Small = 64 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(Small);
    private int _start;
    private int _scanned;
    private int _end;
    private bool _ended;
    private TopLevelId? _tooLong;
    private long _skipped;
    private byte[] _beginning = [];

    /// <summary>Gets the line, without its end, until the next is read; of a line that is too long the beginning.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>Gets whose answer the line was that was too long.</summary>
    public TopLevelId? TooLongId { get; private set; }

    /// <summary>Gets how many bytes the line that was too long has.</summary>
    public long TooLongLength { get; private set; }

    /// <summary>Reads the next line.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<LineKind> ReadAsync(CancellationToken cancellationToken)
    {
        LineKind kind;
        while (!TryTake(out kind))
        {
            MakeRoom();
            Add(await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false));
        }

        return kind;
    }

    /// <summary>Reads the next line, on a thread that has nothing else to do.</summary>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public LineKind Read()
    {
        LineKind kind;
        while (!TryTake(out kind))
        {
            MakeRoom();
            Add(stream.Read(_buffer.AsSpan(_end)));
        }

        return kind;
    }

    /// <summary>Gives the array in which the line is away, and goes on with another.</summary>
    public byte[] Detach(out int offset)
    {
        var array = _buffer;
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(Line, out var segment);
        offset = segment.Offset;
        var rest = _end - _start;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(Small, rest));
        array.AsSpan(_start, rest).CopyTo(_buffer);
        (_start, _scanned, _end) = (0, 0, rest);
        return array;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        (_start, _scanned, _end) = (0, 0, 0);
        if (buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Takes the next line of what was read.</summary>
    /// <param name="kind">What it is.</param>
    /// <returns>Whether it is there as a whole.</returns>
    private bool TryTake(out LineKind kind)
    {
        kind = LineKind.End;
        if (_tooLong is not null)
        {
            return TrySkip(_tooLong, out kind);
        }

        var length = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        if (length >= 0)
        {
            var at = _scanned + length;
            Line = Take(at);
            _start = _scanned = at + 1;
            kind = LineKind.Line;
            if (Line.Length > maxLength)
            {
                var search = new TopLevelId();
                search.Add(Line.Span);
                kind = TooLong(search, Line.Length);
            }

            return true;
        }

        _scanned = _end;
        if (_end - _start > maxLength)
        {
            (_tooLong, _skipped, _beginning) = (new(), 0, _buffer.AsSpan(_start, Math.Min(_end - _start, 256)).ToArray());
            return TrySkip(_tooLong, out kind);
        }

        if (_ended)
        {
            Line = Take(_end);
            _start = _end;
            kind = Line.IsEmpty ? LineKind.End : LineKind.Line;
        }

        return _ended;
    }

    /// <summary>Passes over a line that is too long.</summary>
    private bool TrySkip(TopLevelId search, out LineKind kind)
    {
        kind = LineKind.TooLong;
        var at = _buffer.AsSpan(_scanned, _end - _scanned).IndexOf((byte)'\n');
        var end = at < 0 ? _end : _scanned + at;
        search.Add(_buffer.AsSpan(_start, end - _start));
        _skipped += end - _start;
        _start = _scanned = at < 0 ? _end : end + 1;
        if (at < 0 && !_ended)
        {
            return false;
        }

        Line = _beginning;
        _tooLong = null;
        kind = TooLong(search, _skipped);
        return true;
    }

    private ReadOnlyMemory<byte> Take(int end)
    {
        var line = _buffer.AsMemory(_start, end - _start);
        return line.Length > 0 && line.Span[^1] == (byte)'\r' ? line[..^1] : line;
    }

    private void Add(int read)
    {
        _end += read;
        _ended = read == 0;
    }

    private LineKind TooLong(TopLevelId search, long length)
    {
        TooLongId = search;
        TooLongLength = length;
        return LineKind.TooLong;
    }

    private void MakeRoom()
    {
        var held = _end - _start;
        if (held == 0)
        {
            (_start, _scanned, _end) = (0, 0, 0);
            if (_buffer.Length > 2 * Small)
            {
                Replace(Small);
            }
        }
        else if (_buffer.Length - _end < Small / 4)
        {
            // Half of it is held, at most: so what is copied is never more than what was read.
            Replace(held > _buffer.Length / 2 ? _buffer.Length * 2 : _buffer.Length);
        }
    }

    private void Replace(int length)
    {
        var held = _end - _start;
        var next = length == _buffer.Length ? _buffer : ArrayPool<byte>.Shared.Rent(length);
        _buffer.AsSpan(_start, held).CopyTo(next);
        if (next != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = next;
        }

        _scanned -= _start;
        (_start, _end) = (0, held);
    }
}
