namespace Dagstack.Extensions.Plugins.Binding;

/// <summary>Collects what is wrong with a section, and keeps secrets out of it.</summary>
internal sealed class BindProblems
{
    /// <summary>Longer values are cut in messages.</summary>
    private const int MaxShown = 100;

    /// <summary>Shorter secrets are not looked for in foreign messages: they would be found everywhere.</summary>
    private const int MinSought = 3;

    private readonly List<BindProblem> _all = [];
    private readonly HashSet<string> _secrets = new(StringComparer.Ordinal);

    public IReadOnlyList<BindProblem> All => _all;

    /// <summary>Remembers a value that no message may show.</summary>
    public void Hide(string? secret)
    {
        if (secret is { Length: >= MinSought })
        {
            _secrets.Add(secret);
        }
    }

    /// <summary>Remembers all values at or below a key with the name of a secret.</summary>
    public void HideSecrets(SectionNode node, bool secret = false)
    {
        if (secret)
        {
            Hide(node.Text);
        }

        foreach (var child in node.Children)
        {
            HideSecrets(child, secret || SecretNames.IsSecret(child.Key));
        }
    }

    public void AddRange(IEnumerable<BindProblem> problems) => _all.AddRange(problems);

    public void Wrong(in BoundPlace place, string expected, string? advice = null)
    {
        var node = place.Node;
        var found = node.HasText || !node.HasChildren ? Show(node.Text, place.Secret) : null;
        Add(
            $"'{node.Path}' is {found ?? "a section"}{From(node.Provider)}, but must be {expected}.{Space(advice)}",
            node,
            found is null ? null : place.Secret && !string.IsNullOrEmpty(node.Text) ? SecretNames.Masked : node.Text,
            expected);
    }

    /// <summary>A key of a dictionary that is not one.</summary>
    public void WrongKey(SectionNode node, string expected, string? advice) => Add(
        $"the key of '{node.Path}'{From(node.Provider)} is '{node.Key}', but must be {expected}.{Space(advice)}",
        node,
        node.Key,
        expected);

    /// <summary>The place is right, but something refused it.</summary>
    public void Refused(in BoundPlace place, string reason) => Add(
        $"'{place.Node.Path}'{From(place.Node.Provider)} was refused: {Clean(reason)}",
        place.Node,
        place.Secret && !string.IsNullOrEmpty(place.Node.Text) ? SecretNames.Masked : place.Node.Text,
        expected: null);

    public void Missing(string path, string expected) => _all.Add(new BindProblem
    {
        Path = path,
        Expected = expected,
        Message = $"'{path}' is missing: no configuration provider has it. It must be {expected}. Add it.",
    });

    /// <summary>The plugin's own code is wrong, not the configuration.</summary>
    public void Unbindable(SectionNode node, string reason) => Add($"'{node.Path}'{From(node.Provider)} cannot be bound: {reason}", node, null, null);

    public void Unknown(SectionNode node, string? near, IReadOnlyList<string> known)
    {
        var advice = near is not null ? $"Did you mean '{near}'?"
            : known.Count > 0 ? $"Known here: {string.Join(", ", known)}."
            : "No keys are known here.";
        _all.Add(new BindProblem
        {
            Path = node.Path,
            Expected = near ?? string.Join(", ", known),
            Provider = node.Provider,
            Message = $"unknown key '{node.Path}'{From(node.Provider)} is ignored. {advice}",
            IsWarning = true,
        });
    }

    public void Collision(SectionNode kept, SectionNode other, object provider, bool keptIsExact) => _all.Add(new BindProblem
    {
        Path = keptIsExact ? other.Path : kept.Path,
        Expected = "one spelling",
        Provider = provider.ToString(),
        IsWarning = keptIsExact,
        Message = keptIsExact
            ? $"'{other.Path}' is ignored: it is another spelling of '{kept.Path}', and both are in {provider}. Remove one of the two."
            : $"'{kept.Path}' and '{other.Path}' are two spellings of one name, both in {provider}. Remove one of the two.",
    });

    /// <summary>What a validation attribute, or the options' own validation, said.</summary>
    public void Invalid(string path, SectionNode? node, bool secret, string? value, string message)
    {
        var shown = secret && !string.IsNullOrEmpty(value) ? SecretNames.Masked : value;
        var found = node is null or { IsEmpty: true, Provider: null } ? ", which no configuration provider has," : node.HasChildren || value is null ? From(node.Provider) : $" is {Show(value, secret)}{From(node.Provider)}, but";
        message = secret && !string.IsNullOrEmpty(value) ? message.Replace(value, SecretNames.Masked, StringComparison.Ordinal) : message;
        _all.Add(new BindProblem
        {
            Path = path,
            Value = shown,
            Provider = node?.Provider,
            Expected = Clean(message),
            Message = $"'{path}'{found} is not valid: {Clean(message)}",
        });
    }

    private void Add(string message, SectionNode node, string? value, string? expected) => _all.Add(new BindProblem
    {
        Path = node.Path,
        Value = value,
        Expected = expected,
        Provider = node.Provider,
        Message = message,
    });

    private string Clean(string message)
    {
        foreach (var secret in _secrets)
        {
            message = message.Replace(secret, SecretNames.Masked, StringComparison.Ordinal);
        }

        return message;
    }

    private static string Show(string? text, bool secret) => text switch
    {
        null => "null",
        "" => "empty",
        _ when secret => SecretNames.Masked,
        { Length: > MaxShown } => $"'{Excerpt.Printable(text[..MaxShown])}…'",
        _ => $"'{Excerpt.Printable(text)}'",
    };

    private static string From(string? provider) => provider is null ? string.Empty : $" ({provider})";

    private static string Space(string? advice) => advice is null ? string.Empty : " " + advice;
}
