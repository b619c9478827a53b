namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>What is started, and all that it gets.</summary>
internal sealed class ChildCommand
{
    /// <summary>Whose process it is, as messages say it: <c>plugin 'tool:calc'</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The full path of the program, as <see cref="CommandLookup"/> finds it.</summary>
    public required string File { get; init; }

    /// <summary>The arguments, without the program itself.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The full path of the folder in which it starts.</summary>
    public required string Folder { get; init; }

    /// <summary>The variables that the child gets. Nothing is inherited.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Refuses what no system can hand over, and a folder that is not there.</summary>
    /// <exception cref="ChildStartException">It cannot be started so.</exception>
    public void Check()
    {
        if (!Path.IsPathFullyQualified(File))
        {
            throw new ChildStartException($"'{Excerpt.Of(File)}', the command of {Name}, is not a full path: look it up first.");
        }

        for (var i = 0; i < Arguments.Count; i++)
        {
            if (Arguments[i].Contains('\0', StringComparison.Ordinal))
            {
                throw new ChildStartException($"Argument {i + 1} of the command of {Name} has a NUL character, which ends a text for the system. Take it out.");
            }
        }

        foreach (var (name, value) in Environment)
        {
            if (name.Length == 0 || name.AsSpan().ContainsAny('=', '\0'))
            {
                throw new ChildStartException($"The environment of {Name} has a variable named '{Excerpt.Of(name)}'; a name has at least one character, and neither '=' nor NUL. Rename it.");
            }

            // The value may be a secret.
            if (value.Contains('\0', StringComparison.Ordinal))
            {
                throw new ChildStartException($"The variable '{Excerpt.Of(name)}' in the environment of {Name} has a NUL character, which ends a text for the system. Take it out.");
            }
        }

        if (!Directory.Exists(Folder))
        {
            throw new ChildStartException($"The folder '{Excerpt.Printable(Folder)}', in which {Name} is to be started, does not exist. Create it, or name another.");
        }
    }
}
