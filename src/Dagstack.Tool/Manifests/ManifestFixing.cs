using System.Text;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Manifests;

/// <summary>Makes the changes of a manifest that are certain, and only those that leave less wrong with it than there was.</summary>
internal static class ManifestFixing
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Fixes a file, and writes it if anything was fixed. All else in it stays: comments, line endings, a byte order mark.</summary>
    public static FixedManifest Fix(string file, CancellationToken cancellationToken)
    {
        if (ManifestSearch.Read(file).Problems.All(static problem => problem.Fix is null))
        {
            return new([], null);
        }

        if (new FileInfo(file).LinkTarget is { } target)
        {
            return new([], $"it is a link. Name the file that it leads to: {target}.");
        }

        try
        {
            var bytes = File.ReadAllBytes(file);
            var (text, fixes) = Fix(file, s_strict.GetString(bytes), cancellationToken);
            if (fixes.Count > 0)
            {
                WholeFile.Write(file, s_strict.GetBytes(text));
            }

            return new(fixes, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return new([], fault.Message);
        }
    }

    private static (string Text, IReadOnlyList<MadeFix> Fixes) Fix(string file, string text, CancellationToken cancellationToken)
    {
        var made = new List<MadeFix>();
        var problems = ManifestSearch.Parse(text, file).Problems;
        while (NextOf(file, text, problems, cancellationToken) is var (problem, fix, changed, left))
        {
            made.Add(MadeFix.Of(problem, fix));
            (text, problems) = (changed, left);
        }

        return (text, made);
    }

    /// <summary>Finds a change after which there are the same errors as before without at least one, and no other.</summary>
    private static (ManifestProblem Problem, ManifestFix Fix, string Text, IReadOnlyList<ManifestProblem> Left)? NextOf(string file, string text, IReadOnlyList<ManifestProblem> problems, CancellationToken cancellationToken)
    {
        foreach (var problem in problems)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (problem.Fix is { } fix && fix.Apply(text) is { } changed && ManifestSearch.Parse(changed, file).Problems is var left && IsBetter(left, problems))
            {
                return (problem, fix, changed, left);
            }
        }

        return null;
    }

    private static bool IsBetter(IReadOnlyList<ManifestProblem> after, IReadOnlyList<ManifestProblem> before)
    {
        var errors = ErrorsOf(before);
        var left = ErrorsOf(after);
        return left.Count < errors.Count && left.TrueForAll(errors.Remove);
    }

    /// <summary>Names errors by all but their place, which a change in the same line moves.</summary>
    private static List<(string, string, string)> ErrorsOf(IReadOnlyList<ManifestProblem> problems) =>
        [.. problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error).Select(static problem => (problem.Code, problem.Path, problem.Message))];
}
