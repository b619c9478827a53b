using Dagstack.Tool.Output;

namespace Dagstack.Tool.Verbs;

/// <summary>What is wrong with hookspecs, beside the result.</summary>
internal static class KindProblems
{
    public static void Write(IEnumerable<KindProblem> problems, Terminal terminal)
    {
        foreach (var problem in problems)
        {
            terminal.Error.WriteLine(Excerpt.Printable(problem.ToString()));
        }
    }
}
