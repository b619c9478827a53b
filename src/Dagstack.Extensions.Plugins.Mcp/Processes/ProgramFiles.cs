using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Dagstack.Extensions.Plugins.Mcp.Processes;

/// <summary>What a system takes for a program.</summary>
internal sealed class ProgramFiles
{
    private const string DefaultExtensions = ".COM;.EXE;.BAT;.CMD";

    private readonly string[]? _extensions;
    private readonly StringComparison _names;

    private ProgramFiles(string[]? extensions, char pathSeparator, SearchValues<char> separators, Func<string, bool> isProgram, StringComparison names)
    {
        (_extensions, PathSeparator, Separators, IsProgram, _names) = (extensions, pathSeparator, separators, isProgram, names);
    }

    /// <summary>Linux and macOS: a file that this user may execute.</summary>
    public static ProgramFiles Unix { get; } = new(null, ':', SearchValues.Create('/'), static file => File.Exists(file) && Posix.CanExecute(file), StringComparison.Ordinal);

    public char PathSeparator { get; }

    public SearchValues<char> Separators { get; }

    /// <summary>Tells whether a file is there and can be executed.</summary>
    public Func<string, bool> IsProgram { get; }

    /// <summary>Windows: a file with one of the extensions of PATHEXT.</summary>
    public static ProgramFiles Windows(IReadOnlyDictionary<string, string> environment)
    {
        var given = environment.FirstOrDefault(static item => item.Key.Equals("PATHEXT", StringComparison.OrdinalIgnoreCase)).Value;
        string[] extensions = [.. (string.IsNullOrWhiteSpace(given) ? DefaultExtensions : given).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
        return new ProgramFiles(extensions, ';', SearchValues.Create('/', '\\', ':'), file => File.Exists(file) && HasExtension(file, extensions), StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The files that a path without extension may mean, in order.</summary>
    public IEnumerable<string> Programs(string path) => _extensions switch
    {
        null => [path],
        _ when HasExtension(path, _extensions) => [path],
        // Files of systems with case may have either.
        _ => _extensions.SelectMany(extension => new[] { path + extension, path + extension.ToLowerInvariant() }).Distinct(),
    };

    /// <summary>The name by which a file is called.</summary>
    public string ShortName(string file) => _extensions is not null && HasExtension(file, _extensions) ? Path.GetFileNameWithoutExtension(file) : file;

    /// <summary>What to do about a file that is there and no program.</summary>
    public string Remedy(string file) => _extensions is null
        ? $"Make it executable (chmod +x '{Excerpt.Printable(file)}'), or name the interpreter in the command and this file as its argument."
        : $"A program ends in one of {string.Join(", ", _extensions)}. Name the interpreter in the command and this file as its argument.";

    public bool TryGet(IReadOnlyDictionary<string, string> environment, string name, [NotNullWhen(true)] out string? value)
    {
        value = environment.FirstOrDefault(item => item.Key.Equals(name, _names)).Value;
        return value is not null;
    }

    private static bool HasExtension(string file, string[] extensions) => extensions.Any(extension => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
