using System.Globalization;
using System.Reflection;
using Dagstack.Extensions.Configuration.Reading;

namespace Dagstack.Extensions.Configuration.Sections;

/// <summary>Single values of a section, by the rules of the getters.</summary>
internal static class SectionScalar
{
    private static readonly MethodInfo s_whole = Method(nameof(Whole));
    private static readonly MethodInfo s_parsed = Method(nameof(Parsed));
    private static readonly Type[] s_wholes = [typeof(int), typeof(long), typeof(short), typeof(byte), typeof(uint), typeof(ulong), typeof(ushort), typeof(sbyte)];

    public static bool IsScalar(Type type) =>
        type == typeof(string) || type == typeof(bool) || type == typeof(Uri) || type.IsEnum || IsNumber(type) || IsParsable(type);

    /// <summary>Reads a value.</summary>
    /// <param name="type">The type, not a nullable one.</param>
    /// <param name="view">The value.</param>
    /// <param name="value">The result.</param>
    /// <param name="expected">What the value has to be, whether it is or not.</param>
    public static bool TryParse(Type type, ScalarView view, out object? value, out string expected)
    {
        if (type == typeof(string))
        {
            (value, expected) = (view.Text, Coercion.StringExpected);
            return value is not null;
        }

        if (type == typeof(bool))
        {
            var isBoolean = Coercion.TryBoolean(view, out var boolean);
            (value, expected) = (boolean, Coercion.BooleanExpected);
            return isBoolean;
        }

        if (s_wholes.Contains(type))
        {
            expected = Range(type);
            value = Coercion.TryInt64(view, out var whole) ? s_whole.MakeGenericMethod(type).Invoke(null, [whole]) : null;
            return value is not null;
        }

        if (IsNumber(type))
        {
            expected = Coercion.DoubleExpected;
            value = Number(type, view);
            return value is not null;
        }

        if (type.IsEnum)
        {
            expected = $"one of {string.Join(", ", Enum.GetNames(type))}";
            value = view.Text is { } name ? Enum.GetNames(type).FirstOrDefault(known => FoldedName.Matches(known, name)) : null;
            value = value is string found ? Enum.Parse(type, found) : null;
            return value is not null;
        }

        expected = $"a string that is a {TypeName.Of(type)}";
        value = view.Text is not { } text ? null
            : type == typeof(Uri) ? (Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out var uri) ? uri : null)
            : s_parsed.MakeGenericMethod(type).Invoke(null, [text]);
        return value is not null;
    }

    private static bool IsNumber(Type type) => s_wholes.Contains(type) || type == typeof(double) || type == typeof(float) || type == typeof(decimal);

    private static bool IsParsable(Type type) =>
        type.GetInterfaces().Any(candidate => candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IParsable<>) && candidate.GetGenericArguments()[0] == type);

    private static object? Number(Type type, ScalarView view)
    {
        if (!Coercion.TryDouble(view, out var number))
        {
            return null;
        }

        if (type == typeof(decimal))
        {
            // From the text: a decimal has digits that a double has not.
            return decimal.TryParse(view.Scalar?.Text ?? view.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : (decimal)number;
        }

        return type == typeof(double) ? number : float.IsFinite((float)number) ? (float)number : null;
    }

    private static object? Whole<T>(long value)
        where T : struct, System.Numerics.IBinaryInteger<T>, System.Numerics.IMinMaxValue<T> => T.CreateSaturating(value) is var result && long.CreateSaturating(result) == value ? result : null;

    private static object? Parsed<T>(string text)
        where T : IParsable<T> => T.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Range(Type type)
    {
        var (low, high) = (type.GetField("MinValue")!.GetValue(null), type.GetField("MaxValue")!.GetValue(null));
        return type == typeof(long) || type == typeof(ulong) ? Coercion.Int64Expected : string.Create(CultureInfo.InvariantCulture, $"a whole number from {low} to {high}, or a string of one");
    }

    private static MethodInfo Method(string name) => typeof(SectionScalar).GetMethod(name, BindingFlags.NonPublic | BindingFlags.Static)!;
}
