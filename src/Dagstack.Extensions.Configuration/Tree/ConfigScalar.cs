using System.Globalization;
using System.Numerics;

namespace Dagstack.Extensions.Configuration.Tree;

/// <summary>A single value with its type, and its text as the file has it.</summary>
internal sealed class ConfigScalar : ConfigNode
{
    private readonly long _bits;
    private readonly object? _big;

    private ConfigScalar(ConfigFile source, int line, int column, ScalarKind kind, string? text, long bits, object? big, bool interpolated)
        : base(source, line, column) =>
        (Kind, Text, _bits, _big, IsInterpolated) = (kind, text, bits, big, interpolated);

    public ScalarKind Kind { get; }

    /// <summary>Gets the text for IConfiguration: as written for strings and decimal numbers; null for null.</summary>
    public string? Text { get; }

    /// <summary>Gets a value indicating whether a variable is in the text. It counts as a string too, whatever its type has become. See <c>env_interpolated_values</c> in <c>_meta/coercion.yaml</c>.</summary>
    public bool IsInterpolated { get; }

    public bool Boolean => _bits != 0;

    public double Float => BitConverter.Int64BitsToDouble(_bits);

    /// <summary>Gets a value indicating whether an integer fits in 64 bits.</summary>
    public bool IsInt64 => _big is null;

    public long Int64 => _bits;

    public BigInteger BigInteger => _big is BigInteger big ? big : _bits;

    /// <summary>Gets the value as .NET has it: null, bool, long, BigInteger, double or string.</summary>
    public object? Value => Kind switch
    {
        ScalarKind.Boolean => Boolean,
        ScalarKind.Integer => _big ?? _bits,
        ScalarKind.Float => Float,
        ScalarKind.String => Text,
        _ => null,
    };

    /// <inheritdoc/>
    /// <remarks>A long text weighs more: aliases may repeat it.</remarks>
    public override long Size => 1 + ((Text?.Length ?? 0) / 64);

    public override string Description => Kind switch
    {
        ScalarKind.Null => "null",
        ScalarKind.Boolean => "a boolean",
        ScalarKind.Integer => "a whole number",
        ScalarKind.Float => "a number",
        _ => "a string",
    };

    public static ConfigScalar Null(ConfigFile source, int line, int column, string? text = null) =>
        new(source, line, column, ScalarKind.Null, text, 0, null, text is not null);

    public static ConfigScalar OfString(ConfigFile source, int line, int column, string text, bool interpolated = false) =>
        new(source, line, column, ScalarKind.String, text, 0, null, interpolated);

    /// <summary>Makes a boolean. Its text is that of the JSON provider, unless a variable gave it one.</summary>
    public static ConfigScalar OfBoolean(ConfigFile source, int line, int column, bool value, string? text = null) =>
        new(source, line, column, ScalarKind.Boolean, text ?? (value ? bool.TrueString : bool.FalseString), value ? 1 : 0, null, text is not null);

    public static ConfigScalar OfInteger(ConfigFile source, int line, int column, long value, string? text, bool interpolated = false) =>
        new(source, line, column, ScalarKind.Integer, text ?? value.ToString(CultureInfo.InvariantCulture), value, null, interpolated);

    public static ConfigScalar OfInteger(ConfigFile source, int line, int column, BigInteger value, string? text, bool interpolated = false) =>
        value >= long.MinValue && value <= long.MaxValue
            ? OfInteger(source, line, column, (long)value, text, interpolated)
            : new(source, line, column, ScalarKind.Integer, text ?? value.ToString(CultureInfo.InvariantCulture), 0, value, interpolated);

    /// <summary>Makes a number. One without a fraction, within ±(2^53-1), is a whole number in every format. See <c>json_source_normalisation</c> and <c>get_untyped_parity</c> in <c>_meta/coercion.yaml</c>.</summary>
    public static ConfigScalar OfFloat(ConfigFile source, int line, int column, double value, string? text, bool interpolated = false)
    {
        text ??= value.ToString("R", CultureInfo.InvariantCulture);
        return double.IsInteger(value) && Math.Abs(value) <= SafeIntegers.Max
            ? new(source, line, column, ScalarKind.Integer, text, (long)value, null, interpolated)
            : new(source, line, column, ScalarKind.Float, text, BitConverter.DoubleToInt64Bits(value), null, interpolated);
    }
}
