namespace Dagstack.Extensions.Configuration.Files;

/// <summary>Ends the reading of a file, and becomes a problem.</summary>
internal sealed class ReadFault(ConfigProblem problem) : Exception(problem.Message)
{
    public ConfigProblem Problem { get; } = problem;
}
