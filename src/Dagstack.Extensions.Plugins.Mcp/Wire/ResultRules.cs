namespace Dagstack.Extensions.Plugins.Mcp.Wire;

/// <summary>What is no result of a tool, though it came as one.</summary>
internal static class ResultRules
{
    /// <summary>Passes a result, or disposes it.</summary>
    /// <param name="result">What came.</param>
    /// <param name="mask">Takes secrets out of what is told of it; null for nothing.</param>
    /// <exception cref="WireException">It is none.</exception>
    public static WireResult Check(WireResult result, Func<string, string>? mask)
    {
        result.Mask = mask;
        if (Complaint(result) is not { } complaint)
        {
            return result;
        }

        result.Dispose();
        throw complaint;
    }

    private static WireException? Complaint(WireResult result)
    {
        var shape = result.Shape;
        return !result.IsObject ? new(WireFault.Nonsense, $"The result of a tool is an object, and the server answered: {result.Beginning()}")
            : shape.ResultType is WireKeys.InputRequired or WireKeys.HiddenInputRequired ? WireErrors.AsksForInput()
            : shape.ResultType is not (null or "complete") ? WireErrors.GivesTask(result.Told(shape.ResultType))
            : shape.Task.Exists && !shape.Content.Exists && !shape.Structured.Exists ? WireErrors.GivesTask("task")
            : null;
    }
}
