using System.Text.Json;
using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Makes the problem details of requests about units of work.</summary>
internal static class UnitProblems
{
    /// <summary>Gets that of a host that has none.</summary>
    public static ProblemDetails None => Refusal.Of(
        StatusCodes.Status404NotFound,
        ProblemTypes.NoUnits,
        "This host has no units of work.",
        "Nothing here runs units of work. Add the package Dagstack.Extensions.Orchestration, and say so where the plugins are added: builder.Services.AddDagstackPlugins(o => o.Discover(\"plugins/\").UseOrchestration(…)).");

    /// <summary>Makes that of an error of the service, or of the request; null if it is none that is expected.</summary>
    public static ProblemDetails? Of(Exception fault) => fault switch
    {
        UnitNotFoundException => Of(StatusCodes.Status404NotFound, ProblemTypes.NoSuchUnit, "There is no such unit of work.", fault),
        PluginNotFoundException => Of(StatusCodes.Status404NotFound, ProblemTypes.NoSuchPlugin, "There is no such plugin.", fault),
        UnitRefusedException or AmbiguousPluginException => Of(StatusCodes.Status422UnprocessableEntity, ProblemTypes.UnitRefused, "The unit of work was refused.", fault),
        PluginUnavailableException => Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.OrchestratorDown, "The orchestrator is not up.", fault),
        TimeoutException => Refusal.Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.Busy, "The units of work do not answer.", $"{ExceptionText.MessageOf(fault)} Their store may be out: look at the health of the orchestrator, and try again. What was asked for may be done all the same; a unit is taken in once only if it has an idempotency_key."),
        BadHttpRequestException bad => Of(bad.StatusCode, ProblemTypes.BadRequest, "The request cannot be read.", fault),
        JsonException => Refusal.Of(StatusCodes.Status400BadRequest, ProblemTypes.BadRequest, "The request cannot be read.", $"Its body is not the JSON that it has to be: {ExceptionText.MessageOf(fault)}"),
        ArgumentException => Of(StatusCodes.Status400BadRequest, ProblemTypes.BadRequest, "That cannot be asked for.", fault),
        ObjectDisposedException or OperationCanceledException => Refusal.Of(StatusCodes.Status503ServiceUnavailable, ProblemTypes.Stopping, "The application is stopping.", "The application is stopping, and begins nothing any more."),
        _ => null,
    };

    private static ProblemDetails Of(int status, string type, string title, Exception fault) => Refusal.Of(status, type, title, ShownText.Text(ExceptionText.MessageOf(fault)));
}
