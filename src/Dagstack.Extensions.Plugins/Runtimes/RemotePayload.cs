using System.Buffers;

namespace Dagstack.Extensions.Plugins;

/// <summary>What came back for a call that left the process: one JSON value, in UTF-8.</summary>
/// <remarks>Whoever is given it owns the bytes until it is disposed.</remarks>
public sealed class RemotePayload : IDisposable
{
    private IDisposable? _owner;

    /// <summary>Creates it.</summary>
    /// <param name="bytes">The bytes, which nobody changes until it is disposed.</param>
    /// <param name="owner">Takes the bytes back when it is disposed, such as an <see cref="IMemoryOwner{T}"/>; null where nobody wants them back.</param>
    public RemotePayload(ReadOnlySequence<byte> bytes, IDisposable? owner) => (Bytes, _owner) = (bytes, owner);

    /// <summary>Creates it.</summary>
    /// <param name="bytes">The bytes, which nobody changes until it is disposed.</param>
    /// <param name="owner">Takes the bytes back when it is disposed, such as an <see cref="IMemoryOwner{T}"/>; null where nobody wants them back.</param>
    public RemotePayload(ReadOnlyMemory<byte> bytes, IDisposable? owner)
        : this(new ReadOnlySequence<byte>(bytes), owner)
    {
    }

    /// <summary>Gets the bytes.</summary>
    public ReadOnlySequence<byte> Bytes { get; }

    /// <inheritdoc/>
    public void Dispose() => Interlocked.Exchange(ref _owner, null)?.Dispose();
}
