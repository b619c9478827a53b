using Dagstack.Extensions.Plugins.AspNetCore.Model;
using Dagstack.Extensions.Plugins.AspNetCore.Page;
using Dagstack.Extensions.Plugins.AspNetCore.Reading;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;

namespace Dagstack.Extensions.Plugins.AspNetCore.Serving;

/// <summary>Answers the requests of one place.</summary>
/// <param name="reader">What is read.</param>
/// <param name="page">What browsers get; null for what programs get.</param>
internal sealed class PluginEndpoints(PluginReader reader, IPluginPage? page)
{
    public IResult List(HttpContext http)
    {
        var context = ContextOf(http);
        var list = reader.List(context.Root);
        return page is not null && Prefers.Html(http.Request) ? page.List(context, list) : TypedResults.Json(list, ModelJson.Default.PluginList);
    }

    public IResult Report(HttpContext http, string kind, string name)
    {
        var context = ContextOf(http);
        var id = new PluginId(kind, name);
        return reader.Report(id, context.Root) is not { } report ? Problem(context, NotFound(id))
            : page is not null && Prefers.Html(http.Request) ? page.Report(context, report)
            : TypedResults.Json(report, ModelJson.Default.PluginReport);
    }

    private static PageContext ContextOf(HttpContext http) => new(http, PlaceOf(http), MayAct: false);

    /// <summary>Finds where the plugins are served: the path of the request without what the endpoint adds to it.</summary>
    private static string PlaceOf(HttpContext http)
    {
        var segments = http.GetEndpoint()?.Metadata.GetMetadata<PlaceMetadata>()?.Segments ?? 0;
        var path = http.Request.Path.Value!.TrimEnd('/');
        for (; segments > 0; segments--)
        {
            path = path[..path.LastIndexOf('/')];
        }

        return http.Request.PathBase.Add(path).ToUriComponent();
    }

    private ProblemDetails NotFound(PluginId id)
    {
        var near = reader.Nearest(id);
        var problem = new ProblemDetails
        {
            Status = StatusCodes.Status404NotFound,
            Title = "There is no such plugin.",
            Detail = $"There is no plugin '{Excerpt.Of(id.ToString())}'.{(near is null ? string.Empty : $" Did you mean '{Excerpt.Of(near)}'?")}",
        };
        problem.Extensions["plugin"] = ShownText.Name(id.ToString());
        problem.Extensions["nearest"] = ShownText.Name(near);
        return problem;
    }

    private IResult Problem(PageContext context, ProblemDetails problem) =>
        page is not null && Prefers.Html(context.Http.Request) ? page.Problem(context, problem) : TypedResults.Problem(problem);
}
