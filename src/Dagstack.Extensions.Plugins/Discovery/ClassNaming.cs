namespace Dagstack.Extensions.Plugins.Discovery;

/// <summary>The name of a plugin that is a class and has none: that of the class without the kind's, in kebab case.</summary>
internal static class ClassNaming
{
    public static string Of(Type type, string kind)
    {
        var words = NameWords.Of(type.Name.Split('`')[0]);
        var ofKind = NameWords.Of(kind);
        var rest = words.Count - ofKind.Count;

        // A class that is called like its kind has no other name.
        return string.Join('-', rest > 0 && words.Skip(rest).SequenceEqual(ofKind) ? words.Take(rest) : words);
    }
}
