/** CloudFront's own refusals: HTML, without the origin being asked. */
import { type EdgeResponse, textResponse } from "../exchange";

export function errorPage(status: number, reason: string): EdgeResponse {
  const page = `<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN" "http://www.w3.org/TR/html4/loose.dtd">
<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY>
<H1>${status} ERROR</H1>
<H2>The request could not be satisfied.</H2>
${reason}
</BODY></HTML>
`;
  const response = textResponse(status, "text/html", page);
  return { ...response, headers: { ...response.headers, server: "CloudFront", "x-cache": "Error from cloudfront" } };
}
