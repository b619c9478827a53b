using Dagstack.Extensions.Plugins;

namespace Dagstack.Tool.Output;

/// <summary>Names of files as a person at this place would type them.</summary>
internal static class Places
{
    /// <summary>Shortens a path that lies below the current folder.</summary>
    public static string Shorten(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>Writes a problem as compilers do, which editors and terminals can jump to.</summary>
    public static string Of(ManifestProblem problem)
    {
        var place = problem.Line is { } line ? $"({line},{problem.Column ?? 1})" : string.Empty;
        var severity = problem.Severity == ManifestProblemSeverity.Warning ? "warning" : "error";
        return $"{(problem.File is { } file ? Shorten(file) : "manifest")}{place}: {severity}: {problem.Message}";
    }
}
