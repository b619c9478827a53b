namespace Dagstack.Extensions.Plugins.Mcp.Http;

/// <summary>What a server answers, message by message: one that is over the limit is not read on, and a connection that breaks is told of.</summary>
/// <param name="inner">What comes.</param>
/// <param name="limit">How many bytes a message may have.</param>
/// <param name="areEvents">Whether messages end with empty lines, as events do; otherwise there is one.</param>
/// <param name="broken">Told of a connection that breaks.</param>
internal sealed class LimitedStream(Stream inner, long limit, bool areEvents, Action broken) : Stream
{
    private long _length;
    private bool _isLineEmpty = true;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count;
        try
        {
            count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (fault is IOException or HttpRequestException && !cancellationToken.IsCancellationRequested)
        {
            broken();
            throw;
        }

        Count(buffer.Span[..count]);
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var end = areEvents ? bytes.IndexOf((byte)'\n') : -1;
            var line = end < 0 ? bytes : bytes[..end];
            _length += line.Length;
            _isLineEmpty &= line.IsEmpty || line is [(byte)'\r'];
            if (_length > limit)
            {
                throw new InvalidDataException($"A message of the server has more than the {limit:N0} bytes that one may have. Let it answer with less, or with the key of a blob.");
            }

            if (end < 0)
            {
                return;
            }

            _length = _isLineEmpty ? 0 : _length + 1;
            _isLineEmpty = true;
            bytes = bytes[(end + 1)..];
        }
    }
}
