using System.Globalization;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.DependencyInjection;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>What the answers about units of work have in common.</summary>
/// <param name="services">The application's services.</param>
/// <param name="answers">How it is answered.</param>
internal sealed class UnitAnswers(IServiceProvider services, PlaceAnswers answers)
{
    private const int RetryAfterSeconds = 10;

    /// <summary>Answers a request where the host has units, and says otherwise how it would have some.</summary>
    public Task<IResult> AnswerAsync(HttpContext http, Func<PageContext, IUnits, Task<IResult>> answer) => answers.AnswerAsync(http, async context =>
    {
        if (!context.HasUnits || services.GetService<IUnits>() is not { } units)
        {
            return answers.Refuse(context, UnitProblems.None);
        }

        try
        {
            return await answer(context, units).ConfigureAwait(false);
        }
        catch (Exception fault) when (!http.RequestAborted.IsCancellationRequested && UnitProblems.Of(fault) is { } problem)
        {
            return Refuse(context, problem);
        }
    });

    /// <summary>Gets the pages; null where JSON is asked for.</summary>
    public IPluginPage? PageFor(HttpContext http) => answers.PageFor(http);

    public IResult Refuse(PageContext context, ProblemDetails problem)
    {
        if (problem.Status == StatusCodes.Status503ServiceUnavailable)
        {
            context.Http.Response.Headers.RetryAfter = RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        }

        return answers.Refuse(context, problem);
    }
}
