using System.Text;
using Dagstack.Extensions.Plugins;
using Dagstack.Tool.Output;

namespace Dagstack.Tool.Manifests;

/// <summary>Makes the changes of a manifest that are certain, and only those that leave less wrong with it than there was.</summary>
internal static class ManifestFixing
{
    /// <summary>Up to how many problems changes are tried together: each is tried with all others.</summary>
    private const int MaxProblems = 20;

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
            var text = s_strict.GetString(bytes);
            var draft = Fix(new Draft(file, text, ManifestSearch.Parse(text, file).Problems, []), isTrial: false, cancellationToken);
            if (draft.Fixes.Count > 0)
            {
                WholeFile.Write(file, s_strict.GetBytes(draft.Text));
            }

            return new(draft.Fixes, null);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            return new([], fault.Message);
        }
    }

    /// <summary>Makes one change after the other, for as long as one makes it better.</summary>
    private static Draft Fix(Draft draft, bool isTrial, CancellationToken cancellationToken)
    {
        while (Next(draft, isTrial, cancellationToken) is { } better)
        {
            draft = better;
        }

        return draft;
    }

    /// <summary>Finds a change after which there are the same errors as before without at least one, and no other.</summary>
    /// <remarks>What shows only then, as in a table whose name is right now, may be a slip as well: the changes are tried together, then.</remarks>
    private static Draft? Next(Draft draft, bool isTrial, CancellationToken cancellationToken)
    {
        foreach (var problem in draft.Problems)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Apply(draft, problem) is not { } next)
            {
                continue;
            }

            if (!isTrial && draft.Problems.Count <= MaxProblems && !IsFixed(next.Problems, draft.Problems, problem))
            {
                next = Fix(next, isTrial: true, cancellationToken);
            }

            if (IsFixed(next.Problems, draft.Problems, problem))
            {
                return next;
            }
        }

        return null;
    }

    /// <summary>Makes the change of a problem wherever it stands: a table that is misspelled may have several headers.</summary>
    private static Draft? Apply(Draft draft, ManifestProblem problem)
    {
        Draft? changed = null;
        for (var next = problem.Fix; next?.Apply((changed ?? draft).Text) is { } text;)
        {
            var made = next;
            var problems = ManifestSearch.Parse(text, draft.File).Problems;
            changed = new(draft.File, text, problems, [.. (changed ?? draft).Fixes, MadeFix.Of(problem, made)]);

            // The other place has no fix of its own any more: the right key is in its table now.
            next = problems.FirstOrDefault(other => IsSame(other, problem) && (other.Line, other.Column) != (made.Line, made.Column)) is { Line: { } line, Column: { } column }
                && (changed.Fixes.Count - draft.Fixes.Count) < MaxProblems
                ? new() { Line = line, Column = column, OldText = made.OldText, NewText = made.NewText }
                : null;
        }

        return changed;
    }

    /// <summary>Tells whether a change made it better, and that by the error which it is for: another that goes with it may have become one that is not seen.</summary>
    private static bool IsFixed(IReadOnlyList<ManifestProblem> after, IReadOnlyList<ManifestProblem> before, ManifestProblem problem) =>
        IsBetter(after, before) && after.Count(other => IsSame(other, problem)) < before.Count(other => IsSame(other, problem));

    private static bool IsSame(ManifestProblem one, ManifestProblem other) => (one.Code, one.Path) == (other.Code, other.Path);

    private static bool IsBetter(IReadOnlyList<ManifestProblem> after, IReadOnlyList<ManifestProblem> before)
    {
        var errors = ErrorsOf(before);
        var left = ErrorsOf(after);
        return left.Count < errors.Count && left.TrueForAll(errors.Remove);
    }

    /// <summary>Names errors by all but their place, which a change in the same line moves.</summary>
    private static List<(string, string, string)> ErrorsOf(IReadOnlyList<ManifestProblem> problems) =>
        [.. problems.Where(static problem => problem.Severity == ManifestProblemSeverity.Error).Select(static problem => (problem.Code, problem.Path, problem.Message))];

    /// <summary>What a file is to become.</summary>
    private sealed record Draft(string File, string Text, IReadOnlyList<ManifestProblem> Problems, IReadOnlyList<MadeFix> Fixes);
}
