namespace Dagstack.Extensions.Plugins.Hookspecs.Reading;

/// <summary>Takes values of known keys out of a mapping, and says of each that is not what it has to be.</summary>
/// <param name="table">The mapping.</param>
/// <param name="path">The way to it, such as <c>hooks[1]</c>; empty for the root.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class KeyChecks(SpecNode table, string path, SpecProblems problems)
{
    public SpecNode Table { get; } = table;

    public string KeyOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    /// <summary>Says of each key that is not known which was probably meant.</summary>
    /// <param name="known">The keys that there are.</param>
    /// <param name="allowsExtensions">Whether keys that begin with <c>x-</c> are allowed.</param>
    public void CheckKeys(IReadOnlyList<string> known, bool allowsExtensions)
    {
        foreach (var (key, value) in Table.Members)
        {
            if (known.Contains(key) || (allowsExtensions && key.StartsWith("x-", StringComparison.Ordinal)))
            {
                continue;
            }

            var near = NearNames.Find(key, known) ?? known.FirstOrDefault(candidate => candidate.EndsWith($"_{key}", StringComparison.Ordinal));
            var next = near is not null ? $"Did you mean '{near}'?" : allowsExtensions ? $"There are {Words.List(known, "and")}; a key of your own begins with x-." : $"There are {Words.List(known, "and")}.";
            problems.AddAtKey($"the key '{Excerpt.Of(KeyOf(key))}' is not known. {next}", value, KeyOf(key));
        }
    }

    /// <summary>Gets a text, which may be missing.</summary>
    public string? Text(string key, string what) => Get(key, SpecNodeKind.Text, what)?.Text;

    /// <summary>Gets a text, which has to be there.</summary>
    public string? RequiredText(string key, string what)
    {
        if (Find(key) is null)
        {
            Missing(key, what);
            return null;
        }

        var text = Text(key, what);
        if (text is not null && text.Trim().Length == 0)
        {
            problems.Expected(what, Table.Find(key)!, KeyOf(key));
            return null;
        }

        return text;
    }

    /// <summary>Gets true or false.</summary>
    public bool? Boolean(string key) => Get(key, SpecNodeKind.Boolean, "true or false")?.Boolean;

    /// <summary>Gets a value of one kind; null if it is missing, or of another.</summary>
    public SpecNode? Get(string key, SpecNodeKind kind, string what)
    {
        if (Find(key) is not { } node)
        {
            return null;
        }

        if (node.Kind == kind)
        {
            return node;
        }

        // 1.0 without quotes is a number to YAML, and yes is a text.
        var hint = kind == SpecNodeKind.Text && node.Kind is SpecNodeKind.Number or SpecNodeKind.Boolean ? " Put it in quotes."
            : kind == SpecNodeKind.Boolean && node.Kind == SpecNodeKind.Text ? " Write it without quotes, in lower case." : string.Empty;
        problems.Add($"'{KeyOf(key)}' is {node.Describe()}, and {what} is expected.{hint}", node, KeyOf(key));
        return null;
    }

    public void Missing(string key, string what) => problems.Add($"'{KeyOf(key)}' is missing. Add {what}.", Table, KeyOf(key));

    // A key without a value says nothing.
    private SpecNode? Find(string key) => Table.Find(key) is { Kind: not SpecNodeKind.Null } node ? node : null;
}
