namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Reads types that know how to read themselves, a plugin's own among them.</summary>
internal abstract class ParsableText
{
    public static bool IsParsable(Type type) => !type.IsInterface && !type.ContainsGenericParameters && Array.Exists(
        type.GetInterfaces(),
        contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IParsable<>) && contract.GenericTypeArguments[0] == type);

    public static object? Parse(Type type, string text, out string expected, out string? advice)
    {
        expected = $"a text that {type.Name} can be read from";
        advice = null;
        try
        {
            // The closed type lives and dies with its argument.
            var parser = (ParsableText)Activator.CreateInstance(typeof(Of<>).MakeGenericType(type))!;
            return parser.Parse(text);
        }
#pragma warning disable CA1031 // A TryParse that throws is the plugin's; what it says is all that may be kept.
        catch (Exception e)
#pragma warning restore CA1031
        {
            advice = e.Message;
            return null;
        }
    }

    protected abstract object? Parse(string text);

    private sealed class Of<T> : ParsableText
        where T : IParsable<T>
    {
        protected override object? Parse(string text) =>
            T.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var value) ? value : null;
    }
}
