namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>Where a JSON value is in the bytes around it.</summary>
internal readonly record struct ValueRange(int Start, int Length)
{
    /// <summary>Tells whether there is a value: none is empty.</summary>
    public bool Exists => Length > 0;

    public ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> bytes) => bytes.Slice(Start, Length);

    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> bytes) => bytes.Slice(Start, Length);

    public ValueRange Within(ValueRange outer) => Exists ? new(Start - outer.Start, Length) : default;
}
