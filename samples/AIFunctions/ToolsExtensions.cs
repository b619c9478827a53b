using Dagstack.Extensions.Plugins;
using Microsoft.Extensions.AI;

namespace AIFunctions;

internal static class ToolsExtensions
{
    /// <summary>Gives the functions of all tool plugins for <c>ChatOptions.Tools</c>. It is cheap: ask anew for each request, and what plugins add is there.</summary>
    public static async ValueTask<List<AITool>> AsAIToolsAsync(this ITools tools, CancellationToken cancellationToken = default)
    {
        var functions = await tools.GetFunctionsAsync(cancellationToken);
        return [.. functions.Where(static function => function.Problems.Count == 0).Select(function => new ToolAIFunction(tools, function))];
    }
}
