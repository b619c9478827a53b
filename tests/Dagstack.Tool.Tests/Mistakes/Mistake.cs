namespace Dagstack.Tool.Tests.Mistakes;

/// <summary>Something that goes wrong for who is new, and the command that finds it.</summary>
/// <param name="Name">What it is, as the page has it.</param>
/// <param name="Verb">The command without its paths.</param>
/// <param name="Write">Makes the folder <c>plugins</c>, in which it is.</param>
internal sealed record Mistake(string Name, string Verb, Action<TempFolder> Write)
{
    /// <summary>Gets the path below the folder that the command is for: <c>plugins</c>, or one plugin there.</summary>
    public string Path => Verb == "test" ? "plugins/broken" : "plugins";

    /// <summary>Gets a value indicating whether it needs Python.</summary>
    public bool NeedsPython { get; init; }

    /// <summary>Gets a value indicating whether it is said as a warning only, and the command succeeds.</summary>
    public bool IsWarning { get; init; }

    /// <summary>A sound manifest for <c>plugins/broken</c>.</summary>
    public static string Sound => Of();

    /// <summary>A manifest in which some lines are others, by their keys. Null removes a line; new keys are added.</summary>
    public static string Of(params (string Key, string? Value)[] changes)
    {
        var lines = new List<(string Key, string? Value)>
        {
            ("name", "\"broken\""), ("kind", "\"chunker\""), ("runtime", "\"in_process\""), ("core_version", "\">=0.1.0\""), ("entry_point", "\"plugin:Broken\""),
        };
        foreach (var change in changes)
        {
            var at = lines.FindIndex(line => line.Key == change.Key);
            if (at < 0)
            {
                lines.Add(change);
            }
            else
            {
                lines[at] = change;
            }
        }

        return string.Join('\n', lines.Where(static line => line.Value is not null).Select(static line => $"{line.Key} = {line.Value}").Prepend("[plugin]")) + "\n";
    }

    /// <summary>A mistake in a manifest.</summary>
    public static Mistake Manifest(string name, string verb, string text) => new(name, verb, folder => folder.Write("plugins/broken/dagstack.toml", text));

    /// <summary>A mistake in the bytes of a manifest.</summary>
    public static Mistake Bytes(string name, byte[] bytes) => new(name, "validate", folder => File.WriteAllBytes(folder.Write("plugins/broken/dagstack.toml", string.Empty), bytes));
}
