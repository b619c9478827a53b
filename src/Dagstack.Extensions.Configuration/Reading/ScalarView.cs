using System.Globalization;
using Dagstack.Extensions.Configuration.Tree;

namespace Dagstack.Extensions.Configuration.Reading;

/// <summary>A value as it is read: its own type, and its text where it counts as a string. See <c>_meta/coercion.yaml</c>.</summary>
internal readonly struct ScalarView
{
    private readonly ConfigNode _node;

    /// <param name="node">The node.</param>
    /// <param name="secret">The text of a secret, if the node is one.</param>
    public ScalarView(ConfigNode node, string? secret)
    {
        _node = node;
        Scalar = node as ConfigScalar;
        Text = secret ?? (Scalar is { Kind: ScalarKind.String } or { IsInterpolated: true } ? Scalar.Text : null);
    }

    /// <summary>Gets the value, or null if it is a secret, a list or a mapping.</summary>
    public ConfigScalar? Scalar { get; }

    /// <summary>Gets the text, or null if the value does not count as a string.</summary>
    public string? Text { get; }

    /// <summary>Says what was found, for a message.</summary>
    /// <param name="key">The name of the key, by which secrets are masked.</param>
    public string Found(string key)
    {
        if (Scalar is null || Scalar.Kind == ScalarKind.Null)
        {
            return _node is ConfigSecret ? $"a secret with another text ({SecretNames.Masked})" : _node.Description;
        }

        var text = Scalar.Text!.Length > 60 ? Scalar.Text[..60] + "…" : Scalar.Text;
        var shown = text.Length > 0 && SecretNames.IsSecret(key) ? SecretNames.Masked : Scalar.Kind switch
        {
            ScalarKind.String => $"\"{text.ReplaceLineEndings("\\n")}\"",
            ScalarKind.Boolean => text.ToLowerInvariant(),
            _ => text,
        };
        return string.Create(CultureInfo.InvariantCulture, $"{Scalar.Description} ({shown})");
    }
}
