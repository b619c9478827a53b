using Dagstack.Tool.Output;

namespace Dagstack.Tool.Installing;

/// <summary>A file that is fetched, and takes no more bytes than it may have.</summary>
/// <param name="file">The file.</param>
/// <param name="name">What is fetched.</param>
/// <param name="max">How many bytes it may have.</param>
internal sealed class BoundedStream(FileStream file, string name, long max) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => file.Length;

    public override long Position { get => file.Position; set => file.Position = value; }

    public override void Flush() => file.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => file.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    public override void SetLength(long value) => file.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count)
    {
        Check(count);
        file.Write(buffer, offset, count);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        Check(buffer.Length);
        file.Write(buffer);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Check(buffer.Length);
        await file.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    private void Check(int count)
    {
        if (file.Position + count > max)
        {
            throw new RefusedException($"'{name}' is refused: it has more than the {max} bytes that are allowed. If you trust it, allow more by --limit packed=….");
        }
    }
}
