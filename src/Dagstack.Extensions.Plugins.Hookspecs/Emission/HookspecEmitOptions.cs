using System.Text.RegularExpressions;
using Dagstack.Extensions.Plugins.Hookspecs.CSharp;

namespace Dagstack.Extensions.Plugins.Hookspecs;

/// <summary>What the files that are made of a kind are called.</summary>
public sealed partial class HookspecEmitOptions
{
    /// <summary>Gets or sets the namespace of C#.</summary>
    /// <value>Null by default: <c>Kinds</c>.</value>
    /// <exception cref="ArgumentException">The value is no namespace of C#.</exception>
    public string? Namespace
    {
        get;
        set => field = value is null || IsNamespace(value) ? value : throw new ArgumentException($"'{Excerpt.Of(value)}' is no namespace of C#. Write names with dots between, as Acme.Kinds.", nameof(value));
    }

    /// <summary>Tells whether a text is a namespace of C#.</summary>
    /// <param name="text">The text.</param>
    /// <returns>True for names with dots between, none of which is a word of the language.</returns>
    public static bool IsNamespace(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Names().IsMatch(text) && text.Split('.').All(static name => CSharpText.Name(name) == name);
    }

    [GeneratedRegex(@"^[\p{L}_][\p{L}\p{Nd}_]*(\.[\p{L}_][\p{L}\p{Nd}_]*)*\z")]
    private static partial Regex Names();
}
